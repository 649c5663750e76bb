# Returns the output's shape.
# expect returns_output failed returns_shape: Return the output itself
# expect chooses_layer skipped

def output_of_last_layer(pre_trained_model):
    last_desired_layer = pre_trained_model.get_layer("block_13_expand_relu")
    return last_desired_layer.output.shape
