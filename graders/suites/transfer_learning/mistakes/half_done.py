# Has written the base only.
# whole file
# expect returns_output not_attempted: is still as it was given
# expect chooses_layer skipped
# expect builds_on_base not_attempted
# expect ends_in_one_probability skipped
# expect compiles skipped
# expect keeps_base_frozen skipped
# expect head_learns skipped
# expect recognises_new_pictures skipped

import tensorflow as tf


def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    pre_trained_model.trainable = False
    return pre_trained_model


def output_of_last_layer(pre_trained_model):
    # START: get the layer by its name, return its output
    pass
    # END


def create_final_model(pre_trained_model, last_output):
    # START: pool or flatten, Dense, Dropout, Dense(1); a Model; compile
    pass
    # END
