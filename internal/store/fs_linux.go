package store

import "syscall"

// fsType gives the magic number of the file system that holds a folder.
func fsType(dir string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Type) & 0xffffffff, nil
}
