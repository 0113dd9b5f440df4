"""Placeholder."""
import numpy as np, pandas as pd
import streamlit as st
from charts.race import race
from dashboard import lesson, controls, pictures
from dashboard.transport import transport, Track
from dashboard.navigation import enter

_ = enter()
lesson.opening("descent_speed", "lead")
w0 = controls.slide("w0", "start", 0.1, 3.0, step=0.1, default=2.0)
k = controls.choose("kind", "Kind", {"a": _("Play"), "b": "B"}, default="a")
lams = np.geomspace(0.01, 10, 25)
t = np.arange(61)
rows = []
for p in ("l1", "l2"):
    d = {"step": t, "penalty": p}
    for i, l in enumerate(lams):
        d[f"w{i}"] = np.maximum(w0 - .1*l*t, 0) if p == "l1" else w0*(1-.1*l)**t
    rows.append(pd.DataFrame(d))
table = pd.concat(rows)
place = lesson.picture_and_notice(["a", "b"])
at = transport(Track("step", "Step", [str(i) for i in t], [str(i) for i in t], 60, plays=True), Track("lam", "λ", [f"{l:.3g}" for l in lams], [f"{l:.3g}" for l in lams], 10))
with place:
    pictures.draw(race(_, table, 60, 24), "race")
st.write(at)
lesson.whats_next("descent_speed")
