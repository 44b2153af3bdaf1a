-- Undoes: change

-- The rows of nodes are lost.
DROP TABLE nodes;
