# Never loads the file.
# expect loads_weights failed weights_not_loaded: load_weights(local_weights_file) is missing

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.trainable = False
    return pre_trained_model
