# -*- coding: utf-8 -*-
# Says UTF-8 and is not.
# call city [] -> "caf\u00e9"
# quiet

def city():
    return "café"
