# A base for the course's size of pictures.
# expect returns_base failed wrong_input_shape: input_shape=(96, 96, 3)
# expect loads_weights skipped
# expect freezes skipped

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(150, 150, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    pre_trained_model.trainable = False
    return pre_trained_model
