# Another network, with random weights.
# expect returns_base failed other_architecture: random and have seen nothing
# expect loads_weights skipped
# expect freezes skipped

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNet(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.trainable = False
    return pre_trained_model
