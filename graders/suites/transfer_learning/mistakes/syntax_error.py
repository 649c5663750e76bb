# A bracket is missing.
# whole file
# expect returns_base failed syntax_error: is not valid Python
# expect loads_weights skipped
# expect freezes skipped
# expect returns_output failed syntax_error
# expect chooses_layer skipped
# expect builds_on_base failed syntax_error
# expect ends_in_one_probability skipped
# expect compiles skipped
# expect keeps_base_frozen skipped
# expect head_learns skipped
# expect recognises_new_pictures skipped

import tensorflow as tf


def create_pre_trained_model(local_weights_file):
    return tf.keras.applications.MobileNetV2(input_shape=(96, 96, 3), include_top=False
