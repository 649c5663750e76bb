# A colon is missing.
# whole file
# expect returns_pictures_and_labels failed syntax_error: is not valid Python
# expect makes_generators failed syntax_error: is not valid Python
# expect builds_model failed syntax_error: is not valid Python
# expect reads_pictures skipped
# expect reads_labels skipped
# expect adds_channel_axis skipped
# expect rescales skipped
# expect keeps_labels skipped
# expect keeps_validation_pictures skipped
# expect answers_every_label skipped
# expect trains skipped
# expect recognises_new_animals skipped

import csv

import numpy as np


def parse_data_from_input(filename):
    with open(filename) as file
        rows = list(csv.reader(file))[1:]
    data = np.array(rows).astype(float)
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]
