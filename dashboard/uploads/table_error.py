"""What is said of a file: a sentence that refuses it, or a note beside the table: template and values."""

from dataclasses import dataclass, field


class TableError(ValueError):
    """What is wrong with a table: `template` in English, to be translated, and the `values` it names."""

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = {name: shortened(value) for name, value in values.items()}
        super().__init__(template.format(**self.values))


@dataclass(frozen=True)
class Note:
    """How something in a file was understood: `template` in English, to be translated, and its `values`."""

    template: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


def note(template: str, **values: object) -> Note:
    return Note(template, {name: shortened(value) for name, value in values.items()})


def shortened(value: object) -> object:
    return f"{value[:39]}…" if isinstance(value, str) and len(value) > 40 else value
