# Saved in the old encoding of Windows, cp1252, without saying so.
# call city [] -> "Z\u00fcrich \u2013 \u20ac"
# quiet

def city():
    return "Zürich – €"
