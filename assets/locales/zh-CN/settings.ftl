## The settings dialog.

settings-title = 设置

settings-appearance = 外观
settings-theme = 主题
settings-as-the-system = 跟随系统
settings-dark = 深色
settings-light = 浅色
settings-language = 语言
settings-text-size = 文字大小

settings-inspection = 检查
settings-every = 重新检查所有虚拟机的间隔
settings-hours = { $count } 小时
settings-every-hint = 启动时以及有变化时都会检查：磁盘会渐渐变满，快照会渐渐变旧
settings-notify = 窗口不在前台时，通知我新的严重问题
settings-notify-hint = 使用桌面通知，每个问题只通知一次

settings-thresholds = 从何时起报告
settings-worth-a-look = 值得一看
settings-serious = 严重
settings-usual = 恢复默认值
settings-usual-hint = 所有数值恢复为 Snapgrove 最初的设置

settings-chain = 映像链中的映像数
settings-free = 磁盘可用空间低于
settings-free-percent = 同上，占磁盘的百分比
settings-full = 距磁盘写满的天数
settings-large = 快照大小
settings-old = 快照的存在天数
settings-old-root = 其他一切所依赖的快照的存在天数
settings-far-written = 自当前快照以来写入的数据
settings-far-days = 距当前快照的天数
settings-restores = 视为频繁的恢复次数
settings-restores-hours = …在多少小时内
settings-value-of = { $what }，{ $level }
