"""A line between browser and server that can be cut and mended: TCP from a port of its own to another."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator


class Line:
    """Passes on what comes to `port`, as long as it is whole."""

    def __init__(self, to: int) -> None:
        self.port = 0
        self._to = to
        self._is_whole = True
        self._passes = asyncio.Event()  # cleared, as long as what comes is held back
        self._passes.set()
        self._loop = asyncio.new_event_loop()
        self._ends: set[asyncio.StreamWriter] = set()
        self._begun = threading.Event()

    def cut(self) -> None:
        """Ends every connection, and every one that is begun from here on."""
        self._is_whole = False
        self._loop.call_soon_threadsafe(self._end_all)

    def hold(self) -> None:
        """Lets nothing through in either direction, and tells nobody: a radio out of reach for a while."""
        self._loop.call_soon_threadsafe(self._passes.clear)

    def mend(self) -> None:
        """Lets connections through again, and what was held back."""
        self._is_whole = True
        self._loop.call_soon_threadsafe(self._passes.set)

    def serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._taken, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._begun.set()
        self._loop.run_forever()
        self._end_all()
        server.close()

    def wait_until_begun(self) -> None:
        self._begun.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._is_whole:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        ends = {writer, back}
        self._ends |= ends
        with contextlib.suppress(OSError):
            await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        for end in ends:
            end.close()
        self._ends -= ends

    def _end_all(self) -> None:
        for end in self._ends:
            end.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await self._passes.wait()
            writer.write(data)
            await writer.drain()
        writer.close()


@contextlib.contextmanager
def line(to: int) -> Iterator[Line]:
    """A line to the server at port `to`, which ends with the block."""
    made = Line(to)
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    made.wait_until_begun()
    yield made
    made.stop()
    thread.join()
