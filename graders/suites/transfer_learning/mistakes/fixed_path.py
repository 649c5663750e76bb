# Loads a path of the course instead of the one that it is given.
# expect returns_base errored weights_file_not_found: the path that the function is given
# expect loads_weights skipped
# expect freezes skipped

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights("/tmp/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5")
    pre_trained_model.trainable = False
    return pre_trained_model
