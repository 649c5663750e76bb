"""The colours of every chart: Okabe and Ito's palette, safe for the common kinds of colour blindness.

Source: Okabe and Ito, Color Universal Design (2008), https://jfly.uni-koeln.de/color/
"""

BLUE = "#0072b2"
ORANGE = "#d55e00"
GREEN = "#009e73"
GREY = "#8c8c8c"
CLEAR = "rgba(0,0,0,0)"

# Light to dark, stretched at the low end so that a few confusions out of a thousand can be seen.
COUNTS_SCALE = ((0.0, "#f7fbff"), (0.01, "#deebf7"), (0.08, "#9ecae1"), (0.35, "#4292c6"), (1.0, "#08519c"))

Rgb = tuple[int, int, int]
NEGATIVE_RGB: Rgb = (0, 114, 178)
NEUTRAL_RGB: Rgb = (255, 255, 255)
POSITIVE_RGB: Rgb = (213, 94, 0)
