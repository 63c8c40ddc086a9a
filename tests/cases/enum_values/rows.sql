INSERT INTO sample (value, several) SELECT v, ARRAY[v, 'self'] FROM unnest(enum_range(NULL::odd)) v;
