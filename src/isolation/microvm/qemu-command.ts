import { guestPorts } from "./guest-init.js";

export type Accelerator = "kvm" | "tcg";

/** File descriptors that QEMU inherits: its own user could not open these files, and need not. */
export const inherited = { stdout: 3, stderr: 4, control: 5, kernel: 6, initramfs: 7, disk: 8 } as const;

export interface QemuCommandOptions {
  readonly program: string;
  readonly accelerator: Accelerator;
  readonly memoryMb: number;
  readonly cores: number;
  readonly clockRateKhz: number;
  readonly disk: boolean;
}

/** QEMU's command line. The guest has a processor, memory, a disk that it cannot write to, and three ports; nothing else. */
export function qemuCommand(options: QemuCommandOptions): readonly string[] {
  const { program, accelerator, memoryMb, cores, disk } = options;
  const ports = (["stdout", "stderr", "control"] as const).flatMap((name) => [
    ...["-chardev", `socket,id=${name},fd=${inherited[name]}`],
    ...["-device", `virtserialport,chardev=${name},nr=${guestPorts[name]}`],
  ]);
  const kernelLine = [
    "console=ttyS0 quiet panic=-1 reboot=t rdinit=/init",
    "random.trust_cpu=on mitigations=off nokaslr",
    `tsc_early_khz=${options.clockRateKhz}`,
  ];
  return [
    program,
    ...["-M", "microvm,rtc=on", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"],
    ...[
      "-accel",
      accelerator === "kvm" ? "kvm" : "tcg,tb-size=64",
      "-cpu",
      accelerator === "kvm" ? "host" : "max",
    ],
    ...["-m", String(memoryMb), "-smp", String(cores), "-rtc", "base=utc"],
    ...["-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"],
    ...["-kernel", `/proc/self/fd/${inherited.kernel}`, "-initrd", `/proc/self/fd/${inherited.initramfs}`],
    ...["-append", kernelLine.join(" ")],
    ...["-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"],
    ...["-device", "virtio-serial-device"],
    ...ports,
    ...(disk
      ? [
          ...[
            "-drive",
            `if=none,id=root,format=raw,readonly=on,file.locking=off,file=/proc/self/fd/${inherited.disk}`,
          ],
          ...["-device", "virtio-blk-device,drive=root"],
        ]
      : []),
  ];
}
