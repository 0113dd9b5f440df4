"""One palette for the whole lab, after Okabe & Ito (2008): one meaning a colour, apart for colour-blind eyes.

Every colour reads on the light and on the dark background of the lab (contrast of at least 3 : 1). Those of
the penalties stand in `charts.penalties`.
"""

# Training solid (no dashes; [1, 0] looks the same and takes a browser ten times as long to draw), validation
# dashed, test dotted.
SPLIT_DASHES: dict[str, list[int]] = {"train": [], "validation": [6, 4], "test": [2, 3]}

# The two classes: purple and amber, away from every penalty colour.
CLASS_COLORS = ("#9467BD", "#A87B00")
CLASS_SHAPES = ("circle", "square")

# What marks a moment on an axis (the current step, the current λ), in neither theme's background.
MARKER_COLOR = "#808080"

# The words in a picture, as a Vega expression: Streamlit's theme gives text marks no colour, which leaves
# them black on the dark background too.
FAINT_TEXT_COLOR = "luminance(background) < 0.5 ? '#C3C7D3' : '#565B6B'"
TEXT_COLOR = "luminance(background) < 0.5 ? '#F5F6FA' : '#1B1E28'"
