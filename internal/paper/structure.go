package paper

import (
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// maxLeaves is how many entries of a tree of parents are taken, of all parts.
const maxLeaves = 1 << 20

// grafting puts the structure trees of several PDFs below one root, so that a
// screen reader has headings, lists and tables in the whole as in each.
type grafting struct {
	whole   *model.Context
	root    types.IndirectRef // the new root
	trunk   types.IndirectRef // the element Document below it
	kids    types.Array
	parents types.Array // numbers and what they lead to
	roles   types.Dict
	base    int
	moved   map[int]bool // objects whose number has been raised
}

// structure gives the whole one structure tree; counts are the pages of each
// part. It reports whether every part has a tree: only then does the whole say
// that it is tagged, for what stands outside the tree is not read out by those
// who trust it.
func structure(whole *model.Context, parts []*model.Context, counts []int, language string) (bool, error) {
	catalog, err := whole.Catalog()
	if err != nil {
		return false, err
	}
	g := grafting{whole: whole, roles: types.Dict{}, moved: map[int]bool{}}
	root := types.Dict{"Type": types.Name("StructTreeRoot")}
	trunk := types.Dict{"Type": types.Name("StructElem"), "S": types.Name("Document"), "Lang": types.StringLiteral(language)}
	ref, err := whole.IndRefForNewObject(root)
	if err != nil {
		return false, err
	}
	g.root = *ref
	if ref, err = whole.IndRefForNewObject(trunk); err != nil {
		return false, err
	}
	g.trunk = *ref
	all, page := true, 1
	for i, p := range parts {
		from := catalog
		if i > 0 {
			from = p.RootDict
		}
		tagged := false
		err := part(i, func() (err error) { tagged, err = g.graft(from, page, counts[i]); return err })
		if err != nil {
			return false, err
		}
		all = all && tagged
		page += counts[i]
	}
	catalog.Delete("MarkInfo")
	catalog.Delete("StructTreeRoot")
	if len(g.kids) == 0 {
		return false, nil
	}
	trunk["P"], trunk["K"] = g.root, g.kids
	root["K"], root["ParentTree"], root["ParentTreeNextKey"] = types.Array{g.trunk}, types.Dict{"Nums": g.parents}, types.Integer(g.base)
	if len(g.roles) > 0 {
		root["RoleMap"] = g.roles
	}
	catalog["StructTreeRoot"] = g.root
	if all {
		catalog["MarkInfo"] = types.Dict{"Marked": types.Boolean(true)}
	}
	return all, nil
}

// graft puts the tree of one part below the trunk. It reports whether there is
// one.
func (g *grafting) graft(catalog types.Dict, page, count int) (bool, error) {
	old, err := g.dict(catalog["StructTreeRoot"])
	if err != nil || old == nil {
		return false, err
	}
	roles, err := g.dict(old["RoleMap"])
	if err != nil {
		return false, err
	}
	for k, v := range roles {
		if _, taken := g.roles[k]; !taken {
			g.roles[k] = v
		}
	}
	kids := types.Array{old["K"]}
	if a, err := g.whole.DereferenceArray(old["K"]); err == nil && a != nil {
		kids = a
	}
	for _, k := range kids {
		d, err := g.dict(k)
		if err != nil {
			return false, err
		}
		if _, ok := k.(types.IndirectRef); !ok || d == nil {
			continue
		}
		d["P"] = g.trunk
		g.kids = append(g.kids, k)
	}
	next := g.base
	if err := g.leaves(old["ParentTree"], &next, 0); err != nil {
		return false, err
	}
	for n := page; n < page+count; n++ {
		d, ref, _, err := g.whole.PageDict(n, false)
		if err != nil {
			return false, err
		}
		if err := g.raisePage(d, ref); err != nil {
			return false, err
		}
	}
	g.base = next
	return true, nil
}

func (g *grafting) dict(o types.Object) (types.Dict, error) {
	if o == nil {
		return nil, nil
	}
	return g.whole.DereferenceDict(o)
}

// leaves takes the entries of a tree of parents, with their numbers raised.
func (g *grafting) leaves(o types.Object, next *int, depth int) error {
	d, err := g.dict(o)
	if err != nil || d == nil {
		return err
	}
	if depth > 64 || len(g.parents) > maxLeaves {
		return fmt.Errorf("the tree of parents is too large")
	}
	nums, err := g.whole.DereferenceArray(d["Nums"])
	if err != nil {
		return err
	}
	for i := 0; i+1 < len(nums); i += 2 {
		n, ok := nums[i].(types.Integer)
		if !ok {
			continue
		}
		key := g.base + n.Value()
		*next = max(*next, key+1)
		g.parents = append(g.parents, types.Integer(key), nums[i+1])
	}
	kids, err := g.whole.DereferenceArray(d["Kids"])
	if err != nil {
		return err
	}
	for _, k := range kids {
		if err := g.leaves(k, next, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// raisePage raises the numbers by which a page, its annotations and its forms
// are found in the tree of parents.
func (g *grafting) raisePage(page types.Dict, ref *types.IndirectRef) error {
	g.raise(page, ref)
	annots, err := g.whole.DereferenceArray(page["Annots"])
	if err != nil {
		return err
	}
	for _, a := range annots {
		d, err := g.dict(a)
		if err != nil {
			return err
		}
		g.raise(d, refOf(a))
	}
	resources, err := g.dict(page["Resources"])
	if err != nil || resources == nil {
		return err
	}
	objects, err := g.dict(resources["XObject"])
	if err != nil {
		return err
	}
	for _, o := range objects {
		if s, _, err := g.whole.DereferenceStreamDict(o); err == nil && s != nil {
			g.raise(s.Dict, refOf(o))
		}
	}
	return nil
}

func refOf(o types.Object) *types.IndirectRef {
	if r, ok := o.(types.IndirectRef); ok {
		return &r
	}
	return nil
}

func (g *grafting) raise(d types.Dict, ref *types.IndirectRef) {
	if d == nil || ref != nil && g.moved[ref.ObjectNumber.Value()] {
		return
	}
	if ref != nil {
		g.moved[ref.ObjectNumber.Value()] = true
	}
	for _, k := range []string{"StructParents", "StructParent"} {
		if n, ok := d[k].(types.Integer); ok {
			d[k] = types.Integer(g.base + n.Value())
		}
	}
}
