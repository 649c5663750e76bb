# The assignment stands outside of the loop, so that only one layer is frozen.
# expect freezes failed some_layers_trainable: that line for each of pre_trained_model.layers

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    for layer in pre_trained_model.layers[:-1]:
        pass
    layer.trainable = False
    return pre_trained_model
