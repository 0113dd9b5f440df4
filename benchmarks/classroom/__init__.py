"""A class before the lab, and before an app of one chart: how long each move takes and what it costs."""
