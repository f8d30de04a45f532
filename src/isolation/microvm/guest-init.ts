/** The kernel modules that a guest needs, in the order in which they are loaded. */
export const guestModules = [
  "virtio_ring",
  "virtio",
  "virtio_mmio",
  "virtio_console",
  "virtio_blk",
  "overlay",
] as const;

/** The ports between guest and host, by their numbers on the guest's bus. */
export const guestPorts = { stdout: 1, stderr: 2, control: 3 } as const;

export interface GuestInitOptions {
  /** Whether a disk holds the root file system of the program. */
  readonly disk: boolean;
  /** Whether the program finds a shell and the usual commands; with a disk it finds what is on that. */
  readonly commands: boolean;
  /** Whether the program's files come with the workload and are put into `/program`; an image has them where it wants them. */
  readonly files: boolean;
  readonly processes: number;
  /** Written to both streams after the program has ended. */
  readonly mark: string;
}

/** Threads of the kernel itself. */
const KERNEL_THREADS = 160;
/** How long the other side may take to read what a program has left in its streams. */
const LONGEST_READING_SECONDS = 60;
/** KiB of what is free when the program is started that are left to the kernel. */
const SPARE_KB = 4096;

/**
 * The first process of a guest: a shell script for busybox. It makes the program's root, runs the program there with its streams on
 * ports of their own, and tells its exit code on another.
 */
export function guestInit({ disk, commands, files, processes, mark }: GuestInitOptions): string {
  const port = (number: number): string => `/dev/vport0p${number}`;
  const root = disk
    ? `
mkdir -p /lower /layer /root
mount -t ext4 -o ro /dev/vda /lower || fail "the root file system cannot be mounted"
mount -t tmpfs layer /layer
mkdir /layer/upper /layer/work
mount -t overlay -o lowerdir=/lower,upperdir=/layer/upper,workdir=/layer/work overlay /root || fail "the scratch layer cannot be mounted"`
    : `
mkdir -p /root
mount -t tmpfs root /root
mkdir -p /root/bin /root/etc
echo 'root:x:0:0:root:/:/bin/sh' > /root/etc/passwd
${commands ? "cp /bin/busybox /root/bin/busybox; chroot /root /bin/busybox --install -s /bin" : ":"}`;
  return `#!/bin/busybox sh
# Commands are busybox's own; nothing else is there.
export PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in ${guestModules.join(" ")}; do insmod /modules/$module.ko; done
# A port's device is there a little before it can be opened.
for port in ${Object.values(guestPorts).map(port).join(" ")}; do
  tries=0
  until ( : > $port ) 2> /dev/null || [ $tries -gt 500 ]; do tries=$((tries + 1)); sleep 0.02; done
done
# A port can be opened once only: whatever the program leaves behind has the same open files.
exec 3> ${port(guestPorts.control)} 4> ${port(guestPorts.stdout)} 5> ${port(guestPorts.stderr)}
fail() { echo "failed $1" >&3; reboot -f; }
${root}
mkdir -p /root/proc /root/sys /root/dev /root/tmp /root/.provc
mount -t proc proc /root/proc
mount -t sysfs -o ro sys /root/sys
mount -t tmpfs -o mode=755 dev /root/dev
mount -t tmpfs -o mode=1777 tmp /root/tmp
for device in "null 1 3" "zero 1 5" "full 1 7" "random 1 8" "urandom 1 9"; do
  set -- $device
  mknod -m 666 /root/dev/$1 c $2 $3
done
ln -s /proc/self/fd /root/dev/fd
for stream in "stdin 0" "stdout 1" "stderr 2"; do set -- $stream; ln -s /proc/self/fd/$2 /root/dev/$1; done
mkdir /root/dev/shm
mount -t tmpfs -o mode=1777 shm /root/dev/shm
mount --bind /provc /root/.provc
${files ? "mkdir -p /root/program && mount --bind /program /root/program" : ":"}
echo ${processes + KERNEL_THREADS} > /proc/sys/kernel/threads-max
# Root is held to no limit but a group's. Without one for memory the kernel would end any of the processes, and not always the same.
mkdir /group
mount -t cgroup2 group /group && echo +pids > /group/cgroup.subtree_control
echo +memory > /group/cgroup.subtree_control
mkdir /group/program
echo ${processes} > /group/program/pids.max
while read -r name available unit && [ $name != MemAvailable: ]; do :; done < /proc/meminfo
echo 1 > /group/program/memory.oom.group
echo $((available - ${SPARE_KB}))K > /group/program/memory.max
echo "started $(date +%s)" >&3
# In a shell of its own: this one would tell the program's standard error of its death.
(echo 0 > /group/program/cgroup.procs; exec chroot /root /.provc/busybox sh /.provc/run < /provc/stdin >&4 2>&5 3>&- 4>&- 5>&-)
code=$?
while read -r name count; do [ $name = oom_group_kill ] && [ $count -gt 0 ] && echo memory >&3; done < /group/program/memory.events
# A write to a port ends before the other side has it, and another port may be faster. What comes last has come after all else.
for stream in 4 5; do
  tries=0
  until printf '${printfText(mark)}' >&$stream || [ $tries -gt 500 ]; do tries=$((tries + 1)); sleep 0.02; done
done
echo "exit $code" >&3
# Whoever has read all of it ends this machine. To end it here would lose what is on its way.
sleep ${LONGEST_READING_SECONDS}
reboot -f
`;
}

const printfText = (text: string): string =>
  text.replace(/[^a-z0-9]/g, (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, "0")}`);
