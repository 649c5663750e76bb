# Asks for the layer mixed7 of InceptionV3.
# expect returns_output errored no_such_layer: no layer called mixed7
# expect chooses_layer skipped

def output_of_last_layer(pre_trained_model):
    return pre_trained_model.get_layer("mixed7").output
