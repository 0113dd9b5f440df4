"""Requests by HTTP to a server of this machine, with the cookies that it gave, as a browser makes them."""

import asyncio
import http.client
import re
from collections.abc import Sequence

TIMEOUT = 60.0  # seconds: no test depends on how busy the machine is


class WithCookies:
    """host: what the address of the browser says, which may be another name of this machine."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host = port, host
        self.cookies: dict[str, str] = {}

    async def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """An answer, whose body was read into `answer.data`."""
        return await self.request("GET", path, None, headers)

    async def request(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """An answer, whose body was read into `answer.data`."""

        def request() -> http.client.HTTPResponse:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
            line.request(method, path, body, {"Host": self.host, "Cookie": self.cookie_line(), **headers})
            answer = line.getresponse()
            answer.data = answer.read()
            line.close()
            return answer

        answer = await asyncio.to_thread(request)
        self.keep_cookies(answer.headers.get_all("Set-Cookie") or [])
        return answer

    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def keep_cookies(self, lines: Sequence[str]) -> None:
        for line in lines:
            [name, value] = re.match("([^=]+)=([^;]*)", line).groups()
            self.cookies[name] = value
