"""The exceptions that :func:`graders.grading.diagnosis.diagnose` recognises, with a likely cause and what to try.

This module holds what Python says, :mod:`graders.grading.known_keras_errors` what Keras and TensorFlow say.

Source: what learners bring and get wrong, collected from the public course's forums, and the messages of
Keras 3.15, TensorFlow 2.21 and Python. ``tests/graders/real_files/keras_errors.py`` raises each of them.
The first that matches counts, so the particular stand before the general.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnosis:
    """A recognised mistake.

    Args:
        id: stable name for class statistics.
        pattern: regular expression searched in ``"TypeName: message"``; its named groups fill the explanation.
        explanation: the likely cause and what to try; ``{name}`` stands for the pattern's group of that name.
        line: regular expression that the learner's own line must match too; empty if any line will do.
    """

    id: str
    pattern: str
    explanation: str
    line: str = ""


_FILES = (
    Diagnosis(
        "no_network",
        r"(URLError|ConnectionError|gaierror|HTTPError|URL fetch failure|Temporary failure in name resolution"
        r"|Network is unreachable)",
        "Nothing can be downloaded while your file is graded. Use what the function is given: the folder, the file or "
        "the arrays in its arguments, or weights=None.",
    ),
    Diagnosis(
        "generator_argument",
        r"TypeError: ImageDataGenerator\.__init__\(\) got an unexpected keyword argument '(?P<name>\w+)'",
        "ImageDataGenerator knows no {name}. Among its arguments are rescale, rotation_range, width_shift_range, "
        "height_shift_range, shear_range, zoom_range, horizontal_flip and fill_mode.",
    ),
    Diagnosis(
        "target_size_one_number",
        r"TypeError: .*'int' object is not (iterable|subscriptable)",
        "target_size is a pair: target_size=(150, 150).",
        line=r"target_size",
    ),
    Diagnosis(
        "no_pictures_found",
        r"The PyDataset has length 0|Asked to retrieve element 0, but the Sequence has length 0",
        "The generator found no picture. The folder that it is given must hold one folder for each class, with the "
        "pictures inside.",
    ),
    Diagnosis(
        "copy_onto_folder",
        r"IsADirectoryError|NotADirectoryError",
        "copyfile needs the new file's whole name, not only its folder: "
        "copyfile(os.path.join(SOURCE, name), os.path.join(TARGET, name)).",
    ),
    Diagnosis(
        "copy_onto_itself",
        r"SameFileError",
        "The file would be copied onto itself: source and target are the same. Check which folder is joined with the "
        "name.",
    ),
    Diagnosis(
        "folder_exists",
        r"FileExistsError",
        "The folder is there already. os.makedirs(path, exist_ok=True) makes it only if it is missing.",
    ),
    Diagnosis(
        "folder_without_parent",
        r"FileNotFoundError",
        "os.mkdir makes one folder, in one that exists already. os.makedirs makes all that are missing on the way.",
        line=r"\bmkdir\s*\(",
    ),
    Diagnosis(
        "file_not_found",
        r"FileNotFoundError",
        "There is no file or folder of that name. os.listdir gives names without their folder: join them with "
        "os.path.join(folder, name). Use the folders that the function is given, not fixed ones, and no os.chdir.",
    ),
    Diagnosis(
        "sample_too_large",
        r"ValueError: Sample larger than population",
        "random.sample was asked for more items than there are. To shuffle a whole list: "
        "random.sample(files, len(files)).",
    ),
    Diagnosis(
        "removed_twice",
        r"ValueError: list\.remove\(x\): x not in list",
        "The item is not in the list (any more). Do not remove from a list while a loop goes over it; build a new one: "
        "[name for name in files if ...].",
    ),
    Diagnosis(
        "line_not_split",
        r"ValueError: could not convert string to float: (np\.str_\()?'-?\d[\d.]*,",
        "A whole line was taken for one number: split it at the commas, or read the file with csv.reader.",
    ),
    Diagnosis(
        "header_as_data",
        r"ValueError: (could not convert string (to float: )?|invalid literal for int\(\) with base 10: )"
        r"(np\.str_\()?'[A-Za-z]",
        "A word stands where a number was expected. In a CSV file that is most often the header line: skip it once, "
        "with next(reader), or with skiprows=1.",
    ),
    Diagnosis(
        "float_as_count",
        r"TypeError: (slice indices must be integers|can't multiply sequence by non-int of type 'float'"
        r"|'float' object cannot be interpreted as an integer|list indices must be integers or slices, not float)",
        "A count or position must be a whole number: int(len(files) * SPLIT_SIZE).",
    ),
)

_PYTHON = (
    Diagnosis(
        "none_is_no_list",
        r"TypeError: ('NoneType' object is not (iterable|subscriptable)|object of type 'NoneType' has no len\(\)"
        r"|cannot unpack non-iterable NoneType object)",
        "Something is None where a list was needed. random.shuffle(files) and files.sort() change the list and return "
        "None, so do not assign their result. A function without return gives None too.",
    ),
    Diagnosis(
        "nothing_returned",
        r"AttributeError: 'NoneType' object has no attribute",
        "Something is None here. A function that prints, or ends without return, gives None: did you forget return?",
    ),
    Diagnosis(
        "callbacks_not_iterable",
        r"TypeError: .*object is not (iterable|subscriptable)",
        "Something that is not a list was used as a list. Is the callback passed in a list: "
        "callbacks=[myCallback()]?",
        line=r"callback",
    ),
    Diagnosis(
        "attribute_not_kept",
        r"AttributeError: '\w+' object has no attribute '(?P<name>\w+)'",
        "self.{name} has no value yet. Arguments are forgotten unless __init__ keeps them: self.{name} = {name}.",
        line=r"\bself\.\w",
    ),
    Diagnosis(
        "nothing_is_kept",
        r"ZeroDivisionError",
        "Where the rate is 1, the share that is kept is 0: look at that case before you divide by 1 - rate.",
        line=r"\b1(\.0*)?\s*-\s*(rate|p)\b|/\s*\(?keep",
    ),
    Diagnosis(
        "division_by_zero",
        r"ZeroDivisionError",
        "Something was divided by 0: by the length of a list or folder, perhaps, and there is nothing in it to count.",
    ),
    Diagnosis(
        "keyboard_input",
        r"EOFError",
        "Nobody sits at a keyboard while your file is graded: remove input(), and use the function's arguments.",
    ),
    Diagnosis(
        "name_not_defined",
        r"NameError: name '(?P<name>\w+)' is not defined",
        "Nothing called {name} exists at that point. Is it imported, spelt the same everywhere, and inside this "
        "function or among its arguments?",
    ),
    Diagnosis(
        "local_before_assignment",
        r"UnboundLocalError: cannot access local variable '(?P<name>\w+)'",
        "{name} only gets a value in another branch of the function. Give it one before the if or the loop.",
    ),
    Diagnosis(
        "endless_recursion",
        r"RecursionError",
        "A function calls itself without end. Does its name also stand inside it by mistake?",
    ),
    Diagnosis(
        "shapes_do_not_fit",
        r"operands could not be broadcast together with shapes",
        "Two arrays were combined with shapes that do not fit each other. Print both shapes just before that line: is "
        "a size fixed that should come from the data?",
    ),
    Diagnosis(
        "truth_of_array",
        r"The truth value of an array with more than one element is ambiguous",
        "A whole array was compared where one number was meant. Reduce it first, for example with .all(), .any() or "
        "np.max(x).",
    ),
    Diagnosis(
        "wrong_number_of_arguments",
        r"TypeError: .*\(\) (takes .*positional arguments? but|missing \d+ required positional arguments?)",
        "A function is called with another number of arguments than its def line names.",
    ),
)

PYTHON_ERRORS: tuple[Diagnosis, ...] = (*_FILES, *_PYTHON)
