# Loads the file and then draws the upper layers anew.
# expect loads_weights failed weights_changed: Some layers do not have the weights

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    for layer in pre_trained_model.layers[140:]:
        layer.set_weights([0 * each for each in layer.get_weights()])
    pre_trained_model.trainable = False
    return pre_trained_model
