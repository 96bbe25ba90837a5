// Where the pages find the map library, for the type checker: the same names as in the package.
export * from "maplibre-gl";
