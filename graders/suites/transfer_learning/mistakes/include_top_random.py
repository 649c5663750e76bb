# Keeps the top of the base and loads nothing.
# expect returns_base failed include_top: write include_top=False
# expect loads_weights skipped
# expect freezes skipped

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=True, weights=None, classes=2
    )
    pre_trained_model.trainable = False
    return pre_trained_model
