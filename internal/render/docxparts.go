package render

import (
	"strconv"
	"strings"

	"samverk/internal/domain/sheet"
)

// The parts of a DOCX file that hold none of the document's text.

func (w *docx) types() string {
	return xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`
}

func (w *docx) core() string {
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + esc(w.d.title.plain()) + `</dc:title><dc:creator>` + esc(sheet.Clean(w.d.sheet.Body)) + `</dc:creator><dc:language>` + w.locale() + `</dc:language></cp:coreProperties>`
}

func (w *docx) locale() string { return locale(string(w.d.sheet.Language())) }

func (w *docx) relations() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	add := func(id, kind, target, mode string) {
		b.WriteString(`<Relationship Id="` + id + `" Type="` + relType + kind + `" Target="` + esc(target) + `"` + mode + `/>`)
	}
	add("rId1", "styles", "styles.xml", "")
	add("rId2", "numbering", "numbering.xml", "")
	add("rId3", "settings", "settings.xml", "")
	add("rId4", "footer", "footer1.xml", "")
	if l := w.logoOf(); l != nil {
		add("rId5", "image", "media/"+logoFile(l), "")
	}
	for i, href := range w.links {
		add("rId"+strconv.Itoa(10+i), "hyperlink", href, ` TargetMode="External"`)
	}
	b.WriteString("</Relationships>")
	return b.String()
}

func (w *docx) settings() string {
	return xmlHead + "<w:settings " + wordNS + `><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="` + w.locale() + `"/></w:settings>`
}

// numbering has one list without numbers and one with for each list of the
// document, since each counts from 1.
func (w *docx) numbering() string {
	var b strings.Builder
	b.WriteString(xmlHead + "<w:numbering " + wordNS + ">")
	level := func(format, text string) string {
		return `<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/><w:lvlText w:val="` + text +
			`"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>`
	}
	b.WriteString(`<w:abstractNum w:abstractNumId="0">` + level("bullet", "•"))
	for i := range w.lists {
		b.WriteString(`<w:abstractNum w:abstractNumId="` + strconv.Itoa(i+1) + `">` + level("decimal", "%1."))
	}
	for i := range w.lists + 1 {
		b.WriteString(`<w:num w:numId="` + strconv.Itoa(i+1) + `"><w:abstractNumId w:val="` + strconv.Itoa(i) + `"/></w:num>`)
	}
	b.WriteString("</w:numbering>")
	return b.String()
}

// styles names every style that the document uses. The names are those that word
// processors know, so that headings become bookmarks and lists lists.
func (w *docx) styles() string {
	var b strings.Builder
	b.WriteString(xmlHead + "<w:styles " + wordNS + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="` + w.locale() + `"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>` +
		`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0A566A"/><w:u w:val="single"/></w:rPr></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
		`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="808080"/><w:insideH w:val="single" w:sz="4" w:color="808080"/></w:tblBorders></w:tblPr></w:style>`)
	for n, h := range []struct{ size, before string }{{"40", "0"}, {"27", "360"}, {"22", "240"}, {"22", "200"}} {
		level := strconv.Itoa(n + 1)
		face := ""
		if n < 2 {
			face = `<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Georgia"/>`
		}
		b.WriteString(`<w:style w:type="paragraph" w:styleId="Heading` + level + `"><w:name w:val="heading ` + level + `"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>` +
			`<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="` + h.before + `" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="` + strconv.Itoa(n) + `"/></w:pPr><w:rPr>` + face + `<w:b/><w:sz w:val="` + h.size + `"/></w:rPr></w:style>`)
	}
	style := func(id, name, pPr, rPr string) {
		b.WriteString(`<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:basedOn w:val="Normal"/><w:pPr>` + pPr + `</w:pPr><w:rPr>` + rPr + `</w:rPr></w:style>`)
	}
	builtIn := func(id, name, pPr, rPr string) {
		b.WriteString(`<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:basedOn w:val="Normal"/><w:pPr>` + pPr + `</w:pPr><w:rPr>` + rPr + `</w:rPr></w:style>`)
	}
	builtIn("Caption", "caption", `<w:keepNext/><w:spacing w:before="120" w:after="60"/>`, `<w:b/>`)
	builtIn("ListBullet", "List Bullet", `<w:spacing w:after="40"/>`, "")
	builtIn("ListNumber", "List Number", `<w:spacing w:after="40"/>`, "")
	builtIn("Footer", "footer", `<w:tabs><w:tab w:val="right" w:pos="9864"/></w:tabs><w:spacing w:after="0"/>`, `<w:sz w:val="16"/>`)
	style("Record", "Record", `<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="76858B"/></w:pBdr><w:ind w:left="200"/>`, `<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Georgia"/>`)
	style("Quiet", "Quiet", `<w:spacing w:after="80"/>`, `<w:color w:val="48585F"/><w:sz w:val="19"/>`)
	style("State", "State", `<w:spacing w:after="120"/>`, `<w:b/>`)
	style("Fact", "Fact", `<w:spacing w:after="40"/>`, "")
	style("Given", "Given", `<w:keepNext/><w:spacing w:before="280" w:after="40"/>`, "")
	style("TableHead", "Table Head", `<w:spacing w:after="40"/>`, `<w:b/>`)
	style("SignatureLine", "Signature Line", `<w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr><w:spacing w:before="560" w:after="40"/><w:ind w:right="5600"/>`, "")
	style("Foot", "Foot", `<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="808080"/></w:pBdr><w:spacing w:before="480"/>`, `<w:color w:val="48585F"/><w:sz w:val="18"/>`)
	b.WriteString("</w:styles>")
	return b.String()
}
