# Gives a fixed path as the argument weights.
# expect returns_base errored weights_argument: a word that Keras knows or the path of a file
# expect loads_weights skipped
# expect freezes skipped

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights="data/pretrained/mobilenet_v2_no_top.h5"
    )
    pre_trained_model.trainable = False
    return pre_trained_model
