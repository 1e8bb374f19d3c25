## What machines, images and settings are called.

model-not-an-id = “{ $text }”不是有效的 ID：应为 UUID，例如 01234567-89ab-cdef-0123-456789abcdef

model-mode-normal = 普通
model-mode-immutable = 不可变
model-mode-write-through = 直写
model-mode-shareable = 可共享
model-mode-read-only = 只读
model-mode-multi-attach = 多重加载

model-image-missing = 文件缺失
model-image-unreadable = 无法读取文件：{ $why }
model-image-damaged = 文件已损坏：{ $why }
model-image-other = 文件中是另一个映像：{ $id }
model-image-other-parent = { $parent ->
    [none] 文件是基础映像，不应位于其他映像之上
   *[other] 文件应位于另一个映像之上：{ $parent }
}
model-image-parent-unknown = 其父映像 { $id } 不在任何注册表中

model-state-powered-off = 已关机
model-state-saved = 已保存
model-state-teleported = 已传送
model-state-aborted = 异常中止
model-state-aborted-saved = 恢复运行时异常中止
model-state-running = 运行中
model-state-paused = 已暂停
model-state-stuck = 无响应
model-state-transient = 正在切换状态

model-step-take = 拍摄快照
model-step-edit = 编辑快照
model-step-restore = 恢复快照
model-step-delete = 删除快照
model-step-clone-full = 创建完整克隆
model-step-clone-linked = 创建链接克隆
model-step-power-off = 关闭电源
model-step-start = 启动
model-step-discard-saved-state = 放弃已保存状态
model-step-detach-image = 移除映像的登记

model-tree-too-large = 快照树中的快照超过 { $most } 个
model-tree-unknown-parent = 有快照指定的父快照不在快照树中

model-hardware-memory = 内存
model-hardware-processors = 处理器
model-hardware-execution-cap = 执行上限
model-hardware-firmware = 固件
model-hardware-chipset = 芯片组
model-hardware-graphics = 显卡控制器
model-hardware-video-memory = 显存
model-hardware-3d = 3D 加速
model-hardware-screens = 屏幕
model-hardware-network = 网络 { $number }
model-hardware-shared-folder = 共享文件夹 { $name }
model-hardware-none = 无
model-hardware-default = 默认
model-hardware-on = 开启
model-hardware-off = 关闭
model-hardware-not-attached = 未连接
model-hardware-cable-in = 网线已接入
model-hardware-cable-out = 网线已拔出
model-hardware-device = { $device ->
    [disk] 硬盘 { $image }
    [dvd] DVD 驱动器 { $image }
   *[other] 软盘驱动器 { $image }
}
model-hardware-device-empty = { $device ->
    [disk] 硬盘，空
    [dvd] DVD 驱动器，空
   *[other] 软盘驱动器，空
}
model-hardware-folder-read-only = { $path }，只读
