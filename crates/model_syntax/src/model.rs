use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Fields, Ident, Meta, Result, Token, Visibility};

use crate::attribute::flatten;
use crate::diesel_attribute::DieselAttribute;
use crate::key::{comma, located, with_hint};
use crate::{Field, Located, ModelOptions, infer_table_name};

/// A struct with `#[derive(Model)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The struct's name.
    pub ident: Located<String>,
    /// The last word of `#[diesel(table_name = …)]`.
    pub table_name: Option<Located<String>>,
    /// The columns of `#[diesel(primary_key(…))]`.
    pub diesel_primary_key: Option<Vec<Located<String>>>,
    /// What `#[model(…)]` says.
    pub options: ModelOptions,
    /// The fields.
    pub fields: Vec<Field>,
}

impl Model {
    /// Reads what the derive macro is given.
    ///
    /// # Errors
    /// When it is no struct with named fields, or an attribute is not understood.
    pub fn new(input: &DeriveInput) -> Result<Self> {
        let wrong = |message: &str, hint: &str| Err(syn::Error::new(input.ident.span(), with_hint(message, hint)));
        let fields = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => fields,
                _ => return wrong("a model's fields have names", "struct User { id: i64 }"),
            },
            Data::Enum(_) => return wrong("Model is for structs", "derive ModelEnum for an enum"),
            Data::Union(_) => return wrong("Model is for structs", "make it a struct"),
        };
        let metas = flatten(&input.attrs);
        let diesel = DieselAttribute::read(&metas);
        let mut errors = Errors::default();
        let options = errors.catch(ModelOptions::read(&metas));
        let fields: Vec<Field> = fields.named.iter().filter_map(|field| errors.catch(Field::new(field))).collect();
        if fields.is_empty() {
            errors.catch(wrong("a model needs a field: a table has at least one column", "id: i64"));
        }
        errors.end()?;
        Ok(Self {
            ident: located(&input.ident),
            table_name: diesel.table_name,
            diesel_primary_key: diesel.primary_key,
            options: options.unwrap_or_default(),
            fields,
        })
    }

    /// Reads a model as most models are, straight from the tokens behind its attributes: a syntax tree takes twice as
    /// long. An error says no more than that [`new`](Self::new) has to look at it, which knows what is wrong.
    pub(crate) fn plain(metas: &[Meta], input: ParseStream<'_>) -> Result<Self> {
        input.parse::<Visibility>()?;
        input.parse::<Token![struct]>()?;
        let ident: Ident = input.parse()?;
        let content;
        let braces = syn::braced!(content in input);
        let mut fields = Vec::new();
        while !content.is_empty() {
            fields.push(Field::plain(&content)?);
            comma(&content)?;
        }
        if fields.is_empty() {
            return Err(syn::Error::new(braces.span.join(), "no plain model"));
        }
        let diesel = DieselAttribute::read(metas);
        Ok(Self {
            ident: located(&ident),
            table_name: diesel.table_name,
            diesel_primary_key: diesel.primary_key,
            options: ModelOptions::read(metas)?,
            fields,
        })
    }

    /// The module that `table!` makes for it: Diesel's `table_name`, else what Diesel infers.
    pub fn module(&self) -> String {
        self.table_name.as_ref().map_or_else(|| infer_table_name(&self.ident.value), |name| name.value.clone())
    }

    /// The table's name in the database.
    pub fn table(&self) -> String {
        self.options.table.as_ref().map_or_else(|| self.module(), |name| name.value.clone())
    }
}

/// Collects errors, so that all of a struct are told at once.
#[derive(Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    pub(crate) fn catch<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                match &mut self.0 {
                    Some(all) => all.combine(error),
                    None => self.0 = Some(error),
                }
                None
            }
        }
    }

    pub(crate) fn end(self) -> Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use syn::parse::{ParseStream, Parser};
    use syn::{Attribute, DeriveInput};

    use super::Model;
    use crate::attribute::flatten;

    fn plain(text: &str) -> syn::Result<Model> {
        let read = |input: ParseStream<'_>| Model::plain(&flatten(&input.call(Attribute::parse_outer)?), input);
        read.parse_str(text)
    }

    #[test]
    fn what_is_read_straight_from_tokens_is_what_a_syntax_tree_says() {
        for text in [
            "struct A { id: i64 }",
            "#[diesel(table_name = crate::schema::users, primary_key(a, b))] #[model(index(a, b desc), comment = \"x\")]
             pub(crate) struct r#B { /// What.
                pub r#type: Option < std::vec::Vec<u8> >, #[serde(rename = \"x\", default)] #[deprecated]
                #[model(max_length = 3, default = \"a\", unique(name = \"u\"))] #[model(index)] b: crate::x::Y,
                #[model(references = \"a.id\", on_delete = \"cascade\", check(\"a > 0\"))] c: HashMap<K, V>, }",
            "struct C { #[model(generated = \"a + 1\", stored)] a: i32, #[model(primary_key, identity)] b: super::T }",
        ] {
            let tree: DeriveInput = syn::parse_str(text).unwrap();
            assert_eq!(plain(text).unwrap(), Model::new(&tree).unwrap(), "{text}");
        }
    }

    #[test]
    fn what_is_odd_is_left_to_the_syntax_tree() {
        for text in [
            "struct A {}",
            "struct A;",
            "struct A(i64);",
            "enum A { B }",
            "struct A<T> { a: T }",
            "struct A { a: &'static str }",
            "struct A { a: (i32, i32) }",
            "struct A { a: [u8; 3] }",
            "struct A { a: <T as U>::V }",
            "struct A { a: dyn T }",
            "struct A { a: T + Send }",
            "struct A { a: t!() }",
            "struct A { a: ::std::T }",
            "struct A { a: A<A<A<A<A<A<A<A<A<A>>>>>>>>> }",
            "struct A { a: i32 = 3 }",
            "struct A { #[diesel(column_name = b)] a: i32 }",
            "struct A { #[cfg_attr(x, model(unique))] a: i32 }",
            "struct A { #[model(uniqe)] a: i32 }",
            "struct A { #[model] a: i32 }",
            "struct A { #[model = 1] a: i32 }",
            "struct A { #[model(unique) x] a: i32 }",
            "struct A { #[model(stored)] a: i32 }",
            "#[model(indx(a))] struct A { a: i32 }",
            "struct A { a: i32; b: i32 }",
            "struct A { a i32 }",
        ] {
            assert!(plain(text).is_err(), "{text}");
        }
    }

    /// Numbers that look random and are the same each time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, end: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 % end as u64).unwrap()
        }

        /// One of the first, and now and then one of the second, which are odd.
        fn piece(&mut self, plain: &[&'static str], odd: &[&'static str]) -> &'static str {
            let all = if self.below(24) == 0 { odd } else { plain };
            all[self.below(all.len())]
        }
    }

    const ATTRIBUTES: [&str; 19] = [
        "",
        "/// It's \"that\".\n",
        "/** a\r\n b */",
        "// é\r\n",
        "/* x /* y */ 🦀 */",
        "#[doc = \"d\"]",
        "#[doc(hidden)]",
        "#[cfg(test)]",
        "#[cfg(feature = \"x\")]",
        "#[allow(dead_code)]",
        "#[serde(rename = r#\"a\"#)]",
        "#[deprecated]",
        "#[model()]",
        "#[model(unique)]",
        "#[model(index(desc, name = \"i\"), check(\"a > 0\"),)]",
        "#[model(max_length = 3, default = -1)]",
        "#[model(r#default = sql(\"now()\"), comment = r\"é\")]",
        "#[model(references = \"t.id\", on_delete = \"set null\")]",
        "# [ model ( generated ( \"a\" , stored ) ) ]",
    ];
    const ODD_ATTRIBUTES: [&str; 16] = [
        "#[doc = concat!(\"a\")]",
        "#[cfg_attr(x, model(unique))]",
        "#[cfg_attr(x, diesel(column_name = z))]",
        "#[serde::with(x = [1, 2])]",
        "#[x = 1]",
        "#[x [1]]",
        "#[x y]",
        "#[unsafe(model(unique))]",
        "#[diesel(column_name = other)]",
        "#[diesel(embed)]",
        "#[r#model(unique)]",
        "#[model(on_delete = \"cascade\")]",
        "#[model(stored)]",
        "#[model { unique }]",
        "#[model(unique = 3)]",
        "#![model(unique)]",
    ];
    const TYPES: [&str; 10] = [
        "i32",
        "Option < Vec<u8 > >",
        "Option<Vec<u8>>",
        "Option<Option<Option<u8>>>",
        "HashMap<K, V>",
        "crate::a::B",
        "self::B<super::C>",
        "r#a::r#type",
        "chrono::DateTime<Utc>",
        "é",
    ];
    const ODD_TYPES: [&str; 21] = [
        "HashMap<K, V,>",
        "Vec<>",
        "Vec::<u8>",
        "::std::string::String",
        "a<B>::C",
        "Cow<'static, str>",
        "&'a str",
        "(i32,)",
        "(i32)",
        "[u8; 3]",
        "A<3>",
        "A<B = C>",
        "A<{ 1 }>",
        "Fn(A) -> B",
        "dyn A",
        "A + B",
        "a!()",
        "Self",
        "A<_>",
        "!",
        "_",
    ];

    fn any_struct(numbers: &mut Numbers) -> String {
        const SIGHTS: [&str; 5] = ["", "pub ", "pub(crate) ", "pub(in crate::a) ", "pub(super)"];
        const ODD_SIGHTS: [&str; 3] = ["crate ", "pub () ", "unsafe "];
        const ON_STRUCTS: [&str; 4] = ["", "#[model(index(a, b desc))]", "#[diesel(table_name = x::y)]", "/// x\n"];
        let mut text = String::new();
        text += numbers.piece(&ON_STRUCTS, &["#[model(x)]"]);
        text += numbers.piece(&SIGHTS, &ODD_SIGHTS);
        text += numbers.piece(&["struct A", "struct r#B", "struct é"], &["enum C", "union D", "struct type"]);
        text += numbers.piece(&["", " "], &["<T>", " where A: B ", "<>", "()"]);
        text += "{";
        for _ in 0..numbers.below(4) {
            text += numbers.piece(&ATTRIBUTES, &ODD_ATTRIBUTES);
            text += numbers.piece(&ATTRIBUTES, &ODD_ATTRIBUTES);
            text += numbers.piece(&SIGHTS, &ODD_SIGHTS);
            text += numbers.piece(&["a", "r#type", "ä", "r#a", "_a", "union"], &["_", "type", "Self", "3", ""]);
            text += numbers.piece(&[":", " : "], &["::", "", ":->"]);
            text += numbers.piece(&TYPES, &ODD_TYPES);
            text += numbers.piece(&[",", " ,", ",\r\n"], &["", ",,", ";", " = 3,", ">,"]);
        }
        text + "}"
    }

    #[test]
    fn nothing_is_read_otherwise_than_a_syntax_tree_says() {
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        let mut read = 0;
        for _ in 0..5_000 {
            let text = any_struct(&mut numbers);
            if let Ok(model) = plain(&text) {
                let tree = syn::parse_str::<DeriveInput>(&text).and_then(|tree| Model::new(&tree));
                assert_eq!(tree.ok().as_ref(), Some(&model), "{text}");
                read += 1;
            }
        }
        assert!(read > 1_000, "{read}");
    }
}
