package meetings

func which(all bool) string {
	if all {
		return "alla"
	}
	return "mina"
}
