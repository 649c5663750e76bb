# A tab where eight spaces are meant, as Python 2 read it.
# call sign [-2] -> -1
# call sign [2] -> 1
# note Tabs and spaces are mixed

def sign(x):
    if x < 0:
	return -1
    return 1

def far(x):
        if x:
	    return 1
	return 2
