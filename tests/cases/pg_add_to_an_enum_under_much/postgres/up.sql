ALTER TYPE level ADD VALUE 'top';
