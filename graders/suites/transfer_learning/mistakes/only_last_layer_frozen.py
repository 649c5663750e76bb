# Freezes the last layer only.
# expect freezes failed base_trainable: Every layer

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    pre_trained_model.layers[-1].trainable = False
    return pre_trained_model
