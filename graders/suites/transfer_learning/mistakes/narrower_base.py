# A narrower network of the same name.
# expect returns_base failed other_architecture: alpha=1.0
# expect loads_weights skipped
# expect freezes skipped

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None, alpha=0.35
    )
    pre_trained_model.load_weights(local_weights_file)
    pre_trained_model.trainable = False
    return pre_trained_model
