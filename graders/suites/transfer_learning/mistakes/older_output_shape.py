# Asks a layer for output_shape, as the course's file does.
# expect returns_output errored layer_output_shape: output
# expect chooses_layer skipped

def output_of_last_layer(pre_trained_model):
    last_desired_layer = pre_trained_model.get_layer("block_13_expand_relu")
    print("last layer output shape: ", last_desired_layer.output_shape)
    return last_desired_layer.output
