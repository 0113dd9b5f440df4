"""Variables with a penalty factor of their own: one that must stay, 0, and one that is trusted more, ½."""

from dataclasses import replace

from charts.picture import Translate
from dashboard import controls
from l2core.tables import Table, breast_cancer, diabetes
from lessons.choosing_lambda.table_setting import Setting
from lessons.choosing_lambda.table_variables import variables_of


def factor_controls(_: Translate, name: str, table: Table, setting: Setting) -> Setting:
    """The setting with the variables that have a factor of their own; name: of the table in the address."""
    options = dict(zip(codes_of(name, table), variables_of(table).names, strict=True))
    keep = controls.choose_many(
        "keep",
        _("Must stay in"),
        options,
        default=(),
        help=_("These variables are never penalised (penalty factor 0): they are in the model at every λ."),
    )
    trust = controls.choose_many(
        "trust",
        _("Trusted more"),
        options,
        default=(),
        help=_("These variables are penalised half as much as the others (penalty factor ½)."),
    )
    places = {code: place for place, code in enumerate(options)}
    return replace(
        setting,
        keep=tuple(sorted(places[code] for code in keep)),
        trust=tuple(sorted(places[code] for code in trust if code not in keep)),
    )


def codes_of(name: str, table: Table) -> list[str]:
    """What the variables are called in the address: those of the lab's tables as their files have it."""
    if name == "own":
        return list(variables_of(table).names)
    return list((diabetes() if name == "diabetes" else breast_cancer()).features)


def address_of(name: str, table: Table, setting: Setting) -> dict[str, str]:
    """What an address says that brings these factors back."""
    codes = codes_of(name, table)
    chosen = {"keep": setting.keep, "trust": setting.trust}
    return {key: controls.line([codes[v] for v in places]) for key, places in chosen.items() if places}
