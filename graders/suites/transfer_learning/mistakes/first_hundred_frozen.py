# Freezes the first hundred layers and leaves the rest.
# expect freezes failed some_layers_trainable: Freeze all

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    for layer in pre_trained_model.layers[:100]:
        layer.trainable = False
    return pre_trained_model
