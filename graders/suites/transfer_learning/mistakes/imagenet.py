# Asks for the ImageNet weights, which would have to be downloaded.
# expect returns_base errored no_network: Nothing can be downloaded
# expect loads_weights skipped
# expect freezes skipped

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights="imagenet"
    )
    pre_trained_model.trainable = False
    return pre_trained_model
