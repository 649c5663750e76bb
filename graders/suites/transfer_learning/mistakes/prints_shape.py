# Prints the output's shape and returns nothing.
# expect returns_output failed returns_nothing: output_of_last_layer returned None
# expect chooses_layer skipped

def output_of_last_layer(pre_trained_model):
    last_desired_layer = pre_trained_model.get_layer("block_13_expand_relu")
    last_output = last_desired_layer.output
    print("last layer output shape: ", last_output.shape)
