"""Shapes of the national codes, as patterns that Python and PostgreSQL both read."""

# Western medicine, patent medicine, herbs, service items, consumables (20 characters,
# or 27 since 2024).
ITEM_CODE = r"^(X[A-Z0-9]{22}|Z[A-Z0-9]{19}|T[0-9]{9}|[0-9]{15}|C[0-9]{19}([0-9]{7})?)$"
# ICD-10 with the insurers' own extension, also as a dagger and asterisk pair. Some
# systems write its x as a capital.
DIAGNOSIS_CODE = r"^[A-Z][0-9]{2}([.][0-9xX]+)?[+*]?([A-Z][0-9]{2}([.][0-9xX]+)?[*])?$"
INSTITUTION_CODE = r"^[HP][0-9]{11}$"
