import altair as alt
import pandas as pd
from functools import cache
from charts.picture import Picture, finished, scrubbed
from charts.palette import PENALTY_COLORS

@cache
def _spec(_, S, L):
    lines = (alt.Chart(alt.NamedData("w")).transform_calculate(w="datum['w' + lam]").mark_line()
      .encode(x=alt.X(field="step", type="quantitative", title=_("Step")),
              y=alt.Y(field="w", type="quantitative", title="w"),
              color=alt.Color(field="penalty", type="nominal", scale=alt.Scale(domain=list(PENALTY_COLORS), range=list(PENALTY_COLORS.values())))))
    dot = lines.transform_filter("datum.step == step").mark_circle(size=200, opacity=1)
    rule = alt.Chart(alt.NamedData("w")).transform_filter("datum.step == step").mark_rule().encode(x=alt.X(field="step", type="quantitative"))
    return finished(alt.layer(lines, rule, dot).add_params(scrubbed("step", S, S), scrubbed("lam", L, 10)).properties(height=420, title=_("Race")))

def race(_, table, S, L):
    return Picture(_spec(_, S, L), {"w": table}, "alt")
