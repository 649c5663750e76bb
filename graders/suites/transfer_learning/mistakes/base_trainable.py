# Leaves the base trainable.
# expect freezes failed base_trainable: Every layer of the base still learns

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    return pre_trained_model
