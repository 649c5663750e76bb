# Paths of Windows in ordinary strings; \U and \N would be codes of characters.
# call folder [] -> "C:\\Users\\anna\\cats"
# call other [] -> "D:\\data\\Nala \\x y"
# note Line 8: in a string, a backslash before U
# note r'...'
import os

BASE = 'C:\Users\anna\cats'.replace('\a', '\\a')
os.makedirs('C:\data\new', exist_ok=True)

def folder():
    return BASE

def other():
    return "D:\data\Nala \x y"
