# The import fails at the top, the function needs it: the message names the line of the import.
# call split [] raises Line 6: ModuleNotFoundError: No module named 'sklearn'

import numpy as np

from sklearn.model_selection import train_test_split

def split():
    return train_test_split(np.arange(10))
