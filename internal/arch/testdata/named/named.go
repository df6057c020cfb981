package named

// Alby in a comment is no fault, nor is Albyte.
const zone = "Europe/Stockholm"

var (
	x         = "till Alby i dag"
	inAlby    int
	normal, _ = "Norra gruppen", 1
	b, _      = "ALBY-RADET", 2
	albyte    = "Albybo"
)
